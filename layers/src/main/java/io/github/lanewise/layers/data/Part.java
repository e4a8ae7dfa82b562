package io.github.lanewise.layers.data;

/** The two parts of a data set. */
public enum Part {
    /** What a network learns from. */
    TRAINING,
    /** What it is judged by. */
    TEST
}

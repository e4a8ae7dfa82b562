package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;

/**
 * A step of a plan, ready to run.
 *
 * @param algorithm how it computes, where there is a choice; else empty
 */
record BoundStep(String layer, Shape result, String algorithm, Runnable action) {
    void run() {
        action.run();
    }

    /** Runs with an event for the flight recorder. */
    void runRecorded() {
        StepEvent event = new StepEvent();
        event.begin();
        action.run();
        event.end();
        if (event.shouldCommit()) {
            event.layer = layer;
            event.result = result.toString();
            event.algorithm = algorithm;
            event.commit();
        }
    }
}

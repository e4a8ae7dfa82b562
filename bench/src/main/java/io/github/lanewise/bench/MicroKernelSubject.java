package io.github.lanewise.bench;

/** Some tiles of a micro-kernel. */
sealed interface MicroKernelSubject extends Subject
        permits PackedKernelSubject, HeapKernelSubject, InPlaceKernelSubject {

    /** The name of the kernel's class. */
    String kernel();
}

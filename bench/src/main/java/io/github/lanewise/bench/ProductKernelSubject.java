package io.github.lanewise.bench;

/** Some tiles of the kernel of large matrix products. */
sealed interface ProductKernelSubject extends Subject permits PackedKernelSubject, HeapKernelSubject {

    /** The name of the kernel's class. */
    String kernel();
}

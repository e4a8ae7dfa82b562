package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.PeakOfThreads;
import io.github.lanewise.bench.Subject;

/** Work that has nothing to be compared with: the naive loops, which are the reference, and the peak loop. */
record SubjectTask(Subject subject) implements Task {

    @Override
    public double check() {
        return 0;
    }

    @Override
    public double operations() {
        return subject.flops();
    }

    @Override
    public void run() {
        subject.run();
    }

    @Override
    public void close() {
        if (subject instanceof PeakOfThreads peak) {
            peak.close();
        }
    }
}

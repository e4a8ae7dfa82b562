package io.github.lanewise.bench.peers;

import java.util.List;
import java.util.Map;

/** Who takes part, each in a process of its own. */
enum Contender {
    LANEWISE("Lanewise", "--add-modules=jdk.incubator.vector"),
    LANEWISE_PACKED("Lanewise, B packed", "--add-modules=jdk.incubator.vector"),
    MKL("MKL"),
    MKL_PACKED("MKL, B packed"),
    OPENBLAS("OpenBLAS"),
    ONEDNN("oneDNN"),
    NETLIB("netlib VectorBLAS", "--add-modules=jdk.incubator.vector"),
    EJML("EJML"),
    ONNX_RUNTIME("ONNX Runtime", "-Xss8m"),
    PYTORCH("PyTorch by DJL", "-Dai.djl.offline=true"),
    NAIVE("naive loops"),
    PEAK("Java loop", "--add-modules=jdk.incubator.vector");

    private final String title;
    private final String flags;

    Contender(String title) {
        this(title, "");
    }

    Contender(String title, String flags) {
        this.title = title;
        this.flags = flags;
    }

    /** The name in tables. */
    String title() {
        return title;
    }

    /** What the virtual machine needs. */
    List<String> flags() {
        return flags.isEmpty() ? List.of() : List.of(flags.split(" ", -1));
    }

    /** What the environment says to the native libraries about threads; whatever else they read stays as it is. */
    static Map<String, String> environment(int threads) {
        String count = Integer.toString(threads);
        return Map.of(
                "OMP_NUM_THREADS", count,
                "MKL_NUM_THREADS", count,
                "MKL_DYNAMIC", "FALSE",
                "OPENBLAS_NUM_THREADS", count,
                "OPT_OUT_TRACKING", "true");
    }
}

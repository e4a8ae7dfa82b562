package io.github.lanewise.bench.peers;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;

/** The calls of the operating system, Linux on x86-64, that turn-taking needs. */
final class Posix {

    private static final int CONTINUE = 18;
    private static final int STOP = 19;
    private static final int KILL = 9;
    private static final int SIGNAL_AT_DEATH_OF_PARENT = 1;
    private static final int MASK_BYTES = 128;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor TWO_INTS =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final FunctionDescriptor AFFINITY = FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
    private static final MethodHandle SEND_SIGNAL = function("kill", TWO_INTS);
    private static final MethodHandle CONTROL = function("prctl", TWO_INTS);
    private static final MethodHandle GET_AFFINITY = function("sched_getaffinity", AFFINITY);
    private static final MethodHandle SET_AFFINITY = function("sched_setaffinity", AFFINITY);

    private Posix() {}

    /** Lets a process stand still. */
    static void stop(Process process) {
        call(SEND_SIGNAL, Math.toIntExact(process.pid()), STOP);
    }

    /** Lets it go on. */
    static void resume(Process process) {
        call(SEND_SIGNAL, Math.toIntExact(process.pid()), CONTINUE);
    }

    /** This process is killed when the thread that started it ends, so that it never stands still for ever. */
    static void dieWithParent() {
        call(CONTROL, SIGNAL_AT_DEATH_OF_PARENT, KILL);
    }

    /**
     * The calling thread, and the threads that it starts from now on, run only on the last so many of the processors that
     * it may use.
     */
    static void useLastProcessors(int count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES);
            call(GET_AFFINITY, 0, (long) MASK_BYTES, mask);
            BitSet processors = BitSet.valueOf(mask.toArray(ValueLayout.JAVA_BYTE));
            while (processors.cardinality() > count) {
                processors.clear(processors.nextSetBit(0));
            }
            byte[] chosen = processors.toByteArray();
            MemorySegment.copy(chosen, 0, mask.fill((byte) 0), ValueLayout.JAVA_BYTE, 0, chosen.length);
            call(SET_AFFINITY, 0, (long) MASK_BYTES, mask);
        }
    }

    @SuppressWarnings("restricted") // needs --enable-native-access, as the libraries beside ours do
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    private static void call(MethodHandle function, Object... arguments) {
        int result;
        try {
            result = (int) function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("the call of the operating system is not possible", e);
        }
        if (result != 0) {
            throw new IllegalStateException("the operating system refuses " + function.type());
        }
    }
}

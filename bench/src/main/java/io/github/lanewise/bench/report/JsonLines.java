package io.github.lanewise.bench.report;

import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** How reports are written: an object on one line, each element of an array on a line of its own. */
public final class JsonLines {

    /** For {@link tools.jackson.core.json.JsonFactory#createGenerator}. */
    public static final ObjectWriteContext CONTEXT = new ObjectWriteContext.Base() {
        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter()
                    .withObjectIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance())
                    .withArrayIndenter(new DefaultIndenter(" ", "\n"));
        }
    };

    private JsonLines() {}
}

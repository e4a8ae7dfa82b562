package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.MessageReader;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.IOException;
import java.util.SequencedMap;

/** Reads maps of texts, which ONNX writes as one entry after the other. */
final class OnnxTexts {
    private OnnxTexts() {}

    /** Adds one entry; a key that is there already is a fault. */
    static void readEntry(OnnxSource source, MessageReader in, SequencedMap<String, String> target) throws IOException {
        long at = in.fieldOffset();
        source.requireRoom(target.size(), at, "entries");
        String[] entry = {"", ""};
        int limit = source.limits().stringLength();
        in.message(_ -> {
            for (int field = in.nextField(); field != 0; field = in.nextField()) {
                switch (field) {
                    case Schema.Entry.KEY -> entry[0] = in.text(limit);
                    case Schema.Entry.VALUE -> entry[1] = in.text(limit);
                    default -> in.skip();
                }
            }
        });
        if (target.putIfAbsent(entry[0], entry[1]) != null) {
            throw source.fault(at, "the key '" + entry[0] + "' stands twice");
        }
    }
}

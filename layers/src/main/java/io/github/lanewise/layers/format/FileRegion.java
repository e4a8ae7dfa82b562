package io.github.lanewise.layers.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The bytes of an open file from one offset up to another; passing over some of them costs nothing. */
final class FileRegion extends InputStream {
    private final ModelContent content;
    private final long end;
    private long at;

    FileRegion(ModelContent content, long begin, long end) {
        this.content = content;
        this.at = begin;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(single[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (at == end) {
            return -1;
        }
        int count = content.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, end - at)), at);
        at += Math.max(count, 0);
        return count;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.clamp(count, 0, end - at);
        at += skipped;
        return skipped;
    }
}

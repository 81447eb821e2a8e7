package dev.caravan.simulator.core;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.OutputStream;

/** A servlet output stream over any other stream, for blocking writes. */
final class PlainOutputStream extends ServletOutputStream {
    private final OutputStream target;

    PlainOutputStream(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
        target.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        target.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        throw new UnsupportedOperationException("The simulator writes its answers in one go");
    }
}

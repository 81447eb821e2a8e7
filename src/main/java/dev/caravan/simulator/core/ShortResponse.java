package dev.caravan.simulator.core;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;

/** Lets the first bytes of an answer through and loses the rest, with or without a length to tell it by. */
final class ShortResponse extends HttpServletResponseWrapper {
    private final boolean hideLength;
    private long left;
    private boolean wasCut;

    ShortResponse(HttpServletResponse response, long bytes, boolean hideLength) {
        super(response);
        this.left = bytes;
        this.hideLength = hideLength;
    }

    boolean wasCut() {
        return wasCut;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        OutputStream whole = super.getOutputStream();
        return new PlainOutputStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                int passed = (int) Math.min(left, length);
                whole.write(bytes, from, passed);
                left -= passed;
                wasCut |= passed < length;
            }
        });
    }

    @Override
    public void setContentLengthLong(long length) {
        if (!hideLength) {
            super.setContentLengthLong(length);
        }
    }

    @Override
    public void setContentLength(int length) {
        setContentLengthLong(length);
    }
}

package dev.caravan.simulator.core;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Swallows an answer: the work is done, and nobody hears of it. */
final class MutedResponse extends HttpServletResponseWrapper {
    private final ServletOutputStream nowhere = new PlainOutputStream(OutputStream.nullOutputStream());

    MutedResponse(HttpServletResponse response) {
        super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return nowhere;
    }

    @Override
    public PrintWriter getWriter() {
        return new PrintWriter(nowhere, false, StandardCharsets.UTF_8);
    }

    @Override
    public void setStatus(int status) {}

    @Override
    public void sendError(int status) throws IOException {}

    @Override
    public void sendError(int status, String message) throws IOException {}

    @Override
    public void setHeader(String name, String value) {}

    @Override
    public void addHeader(String name, String value) {}

    @Override
    public void setContentType(String type) {}

    @Override
    public void setContentLength(int length) {}

    @Override
    public void setContentLengthLong(long length) {}

    @Override
    public void flushBuffer() {}
}

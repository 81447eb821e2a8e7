package dev.caravan.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The tags of one object, as S3 keeps them: the whole set is read and written at once. */
final class S3Tags implements AutoCloseable {
    private final HttpServer server;
    private final String path;
    private final Map<String, String> tags = new TreeMap<>();

    S3Tags(String path) throws IOException {
        this.path = path;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized Map<String, String> tags() {
        return new TreeMap<>(tags);
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            URI asked = exchange.getRequestURI();
            if (!asked.getRawPath().equals(path) || !asked.getRawQuery().equals("tagging")) {
                answer(exchange, 404, "<Error><Code>NoSuchKey</Code><Message>" + asked + "</Message></Error>");
            } else if (exchange.getRequestMethod().equals("PUT")) {
                replace(body);
                answer(exchange, 200, "");
            } else {
                StringBuilder set = new StringBuilder();
                tags.forEach((key, value) -> set.append("<Tag><Key>")
                        .append(key)
                        .append("</Key><Value>")
                        .append(value.replace("<", "&lt;"))
                        .append("</Value></Tag>"));
                answer(exchange, 200, "<Tagging><TagSet>" + set + "</TagSet></Tagging>");
            }
        }
    }

    private void replace(byte[] xml) throws IOException {
        tags.clear();
        try {
            var document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(xml));
            NodeList found = document.getElementsByTagName("Tag");
            for (int i = 0; i < found.getLength(); i++) {
                Element tag = (Element) found.item(i);
                tags.put(text(tag, "Key"), text(tag, "Value"));
            }
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static String text(Element tag, String name) {
        return tag.getElementsByTagName(name).item(0).getTextContent();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

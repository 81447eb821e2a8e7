package dev.caravan.access;

import dev.caravan.config.OwnFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Lets logins outlive a stop and a reload: they are written to {@code data/sessions/} as the web server stops, for their owner
 * only, and taken from there as it starts. After the files were changed that say who may log in and what they may, nobody's
 * login is taken over.
 */
final class KeptSessions implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private static final List<String> SAY_WHO = List.of(Users.FILE, "workspaces.yaml");
    private static final int SHORT = 16;

    private final Path folder;
    private final Path config;

    KeptSessions(Path data, Path config) {
        this.folder = data.toAbsolutePath().normalize().resolve("sessions");
        this.config = config;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        try {
            Path store = folder.resolve(digest().substring(0, SHORT));
            open(store);
            factory.getSession().setPersistent(true);
            factory.getSession().setStoreDir(store.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't keep sessions in " + folder, e);
        }
    }

    private String digest() throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String name : SAY_WHO) {
                Path file = config.resolve(name);
                sha.update(name.getBytes(StandardCharsets.UTF_8));
                if (Files.exists(file)) {
                    sha.update(Files.readAllBytes(file));
                }
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Leaves those of other files away. */
    private void open(Path store) throws IOException {
        OwnFolder.make(folder);
        try (Stream<Path> others = Files.walk(folder)) {
            for (Path old : others.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(store))
                    .toList()) {
                Files.delete(old);
            }
        }
        Files.createDirectories(store);
    }
}

package dev.caravan.hawtio;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import org.springframework.boot.system.ApplicationHome;

/** The folder that the program's jar is in, whether its libraries are packed into it or lie beside it. */
final class ProgramFolder {
    private ProgramFolder() {}

    static Path get() {
        URL program = ProgramFolder.class.getProtectionDomain().getCodeSource().getLocation();
        Path own;
        if (program.getProtocol().equals("file")) {
            own = Path.of(URI.create(program.toString()));
        } else {
            File jar = new ApplicationHome(ProgramFolder.class).getSource();
            own = jar == null ? Path.of("caravan.jar") : jar.toPath();
        }
        Path folder = own.toAbsolutePath().getParent();
        return folder == null ? own.toAbsolutePath() : folder;
    }
}

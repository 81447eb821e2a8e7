package dev.caravan.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * File after file goes all the way in one process: what the first one takes is what a process takes that has just been
 * started, what the next takes is what it takes from then on.
 *
 * @param rows of each file
 * @param results where the answers to the n-th file are put, in a folder of that name
 */
record Passes(Stages stages, Server server, List<Path> files, long rows, Path results) {

    void run() throws Exception {
        for (int i = 0; i < files.size(); i++) {
            int pass = i + 1;
            measure("intake-" + pass, new IntakeStep(stages, files.get(i), rows));
            Path answers = Files.createDirectories(results.resolve(Integer.toString(pass)));
            var provider = new ProviderStep(stages, answers);
            provider.run();
            provider.check();
            measure("collect-" + pass, new CollectStep(stages, answers, rows));
        }
    }

    private void measure(String name, Step step) throws Exception {
        Quiet.afterCompiling();
        Meter meter = new Meter(server);
        step.run();
        System.out.println(meter.stop().line(name));
        step.check();
    }
}

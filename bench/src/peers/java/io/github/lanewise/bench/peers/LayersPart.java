package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.Main;
import io.github.lanewise.bench.report.LayersResult;
import io.github.lanewise.bench.report.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the time of our own networks goes. */
final class LayersPart implements Part.Measurement {

    @Override
    public void run(Bench bench, Findings findings) throws IOException {
        for (String network :
                bench.pace().quick() ? List.of("resnet50") : List.of("resnet50", "resnet18", "resnet20")) {
            bench.tell("layers of " + network);
            Path json = bench.workplace().folder().resolve("layers.json");
            List<String> command = new ArrayList<>(bench.workplace().java(Contender.LANEWISE));
            command.addAll(List.of(Main.class.getName(), "--layers", network, "--json", json.toString()));
            if (bench.pace().quick()) {
                command.add("--quick");
            }
            bench.workplace().output(command);
            findings.add(RecordJson.read(Files.readString(json), LayersResult.class));
        }
    }
}

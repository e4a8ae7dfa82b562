package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.Machine;
import io.github.lanewise.bench.report.AgreementResult;
import io.github.lanewise.bench.report.CallersResult;
import io.github.lanewise.bench.report.LayersResult;
import io.github.lanewise.bench.report.Report;
import io.github.lanewise.bench.report.SpeedResult;
import io.github.lanewise.bench.report.StartResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The results of a run as they come in. */
final class Findings {

    private final List<SpeedResult> speeds = new ArrayList<>();
    private final List<CallersResult> callers = new ArrayList<>();
    private final List<StartResult> starts = new ArrayList<>();
    private final List<AgreementResult> agreements = new ArrayList<>();
    private final List<LayersResult> layers = new ArrayList<>();

    void addSpeeds(List<SpeedResult> results) {
        speeds.addAll(results);
    }

    void add(CallersResult result) {
        callers.add(result);
    }

    void add(StartResult result) {
        starts.add(result);
    }

    void add(AgreementResult result) {
        agreements.add(result);
    }

    void add(LayersResult result) {
        layers.add(result);
    }

    /** Everything so far, measured on this machine. */
    Report report(String command) {
        Machine machine = Machine.here();
        return new Report(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                machine.cpu(),
                machine.engine().processors(),
                machine.system(),
                machine.engine().jvm(),
                machine.engine().tier().toString(),
                machine.engine().vectorBits(),
                List.of(command),
                List.copyOf(speeds),
                List.copyOf(callers),
                List.copyOf(starts),
                List.copyOf(agreements),
                List.copyOf(layers));
    }
}

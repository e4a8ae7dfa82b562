package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.Machine;
import io.github.lanewise.bench.report.AgreementResult;
import io.github.lanewise.bench.report.CallersResult;
import io.github.lanewise.bench.report.LayersResult;
import io.github.lanewise.bench.report.Report;
import io.github.lanewise.bench.report.SkippedResult;
import io.github.lanewise.bench.report.SpeedResult;
import io.github.lanewise.bench.report.StartResult;
import io.github.lanewise.bench.report.TrainingResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The results of a run as they come in. */
final class Findings {

    private final Machine machine;
    private final List<SpeedResult> speeds = new ArrayList<>();
    private final List<CallersResult> callers = new ArrayList<>();
    private final List<StartResult> starts = new ArrayList<>();
    private final List<AgreementResult> agreements = new ArrayList<>();
    private final List<LayersResult> layers = new ArrayList<>();
    private final List<TrainingResult> trainings = new ArrayList<>();
    private final List<SkippedResult> skipped = new ArrayList<>();

    Findings(Machine machine) {
        this.machine = machine;
    }

    void add(SpeedResult result) {
        speeds.add(result);
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

    void add(TrainingResult result) {
        trainings.add(result);
    }

    void add(SkippedResult result) {
        skipped.add(result);
    }

    /** Everything so far. */
    Report report(String command) {
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
                List.copyOf(layers),
                List.copyOf(trainings),
                List.copyOf(skipped));
    }
}

package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.report.AgreementResult;
import io.github.lanewise.bench.report.RecordJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether ONNX Runtime computes from our exports what we compute. */
final class AgreementPart implements Part.Measurement {

    private static final double TOLERANCE = 1e-4;

    @Override
    public void run(Bench bench, Findings findings) throws IOException {
        bench.tell("agreement with ONNX Runtime");
        List<String> command = new ArrayList<>(bench.workplace().java(Contender.LANEWISE));
        command.addAll(Contender.ONNX_RUNTIME.flags());
        command.addAll(List.of(
                AgreementProbe.class.getName(),
                bench.workplace().folder().toString(),
                "resnet20",
                "resnet20-b",
                "plain20",
                "resnet18"));
        if (!bench.pace().quick()) {
            command.add("resnet50");
        }
        for (String line : bench.workplace().output(command).lines().toList()) {
            if (line.startsWith(Worker.ANSWER)) {
                AgreementResult result = RecordJson.read(line.substring(Worker.ANSWER.length()), AgreementResult.class);
                findings.add(result);
                if (!(result.error() <= TOLERANCE) || !result.sameWhenReadBack()) {
                    throw new IllegalStateException("ONNX Runtime and we disagree: " + result);
                }
            }
        }
    }
}

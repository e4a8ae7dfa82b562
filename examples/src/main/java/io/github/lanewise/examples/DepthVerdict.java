package io.github.lanewise.examples;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the training errors of a depth study say, in words that follow from the numbers alone. */
final class DepthVerdict {
    /** Differences below four points of a hundred are no change: some hundred images and one seed scatter as much. */
    private static final double MARGIN = 0.04;

    /** A network that guesses is wrong on nine of ten images; from here on it has hardly learnt more. */
    private static final double HARDLY_LEARNT = 0.8;

    private DepthVerdict() {}

    /** Three sentences: one on each kind of network, and what both mean together. */
    static List<String> of(List<StudiedNetwork> networks) {
        List<StudiedNetwork> plain = kind(networks, false);
        List<StudiedNetwork> residual = kind(networks, true);
        double plainChange = change(plain);
        double residualChange = change(residual);
        double deepestGain =
                plain.getLast().trainingError() - residual.getLast().trainingError();
        return List.of(
                sentence("Plain", plain, plainChange),
                sentence("Residual", residual, residualChange),
                residual.getLast().trainingError() > HARDLY_LEARNT
                        ? "The deepest residual network has hardly learnt anything yet, so this run shows nothing; give it"
                                + " more steps."
                        : conclusion(plainChange, residualChange, deepestGain));
    }

    private static List<StudiedNetwork> kind(List<StudiedNetwork> networks, boolean residual) {
        return networks.stream()
                .filter(network -> network.residual() == residual)
                .sorted(Comparator.comparingInt(StudiedNetwork::depth))
                .toList();
    }

    private static double change(List<StudiedNetwork> byDepth) {
        return byDepth.getLast().trainingError() - byDepth.getFirst().trainingError();
    }

    private static String sentence(String kind, List<StudiedNetwork> byDepth, double change) {
        String verb = change > MARGIN ? "rises" : change < -MARGIN ? "falls" : "stays about the same,";
        return String.format(
                Locale.ROOT,
                "%s: from %d to %d layers the training error %s from %.1f %% to %.1f %%.",
                kind,
                byDepth.getFirst().depth(),
                byDepth.getLast().depth(),
                verb,
                100 * byDepth.getFirst().trainingError(),
                100 * byDepth.getLast().trainingError());
    }

    private static String conclusion(double plainChange, double residualChange, double deepestGain) {
        if (plainChange <= MARGIN) {
            return "Depth did not hurt the plain networks here, so this run does not show what shortcuts are for.";
        }
        if (residualChange <= MARGIN && deepestGain > MARGIN) {
            return "Depth hurts plain networks and does not hurt residual ones: the claim of He et al. holds here.";
        }
        if (deepestGain > MARGIN && residualChange < plainChange / 2) {
            return "Depth hurts plain networks; with shortcuts less than half as much. More steps would tell whether"
                    + " residual networks still gain from depth.";
        }
        return deepestGain > MARGIN
                ? "Depth hurts both in this run, the plain networks more; more steps would tell them further apart."
                : "Depth hurts both alike in this run, so it does not show what shortcuts are for.";
    }
}

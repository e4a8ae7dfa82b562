package io.github.lanewise.bench.report;

/**
 * Whether somebody else's runtime computes the same from a network that we have exported.
 *
 * @param images in the batch
 * @param error largest difference of a logit divided by the largest logit
 * @param sameWhenReadBack whether our own runtime computes the same bits from the file as from the network
 */
public record AgreementResult(String network, String contender, int images, double error, boolean sameWhenReadBack) {}

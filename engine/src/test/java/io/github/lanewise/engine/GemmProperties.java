package io.github.lanewise.engine;

import io.github.lanewise.engine.testkit.GemmProblem;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Results;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class GemmProperties {

    @Property(tries = 2000)
    void everyElementIsOneChainInEveryKindOfMemory(
            @ForAll(supplier = Problems.Gemms.class) GemmProblem problem, @ForAll Storage storage) {
        Results.assertCorrect(problem, storage.sgemm(problem, Workers.single()));
    }
}

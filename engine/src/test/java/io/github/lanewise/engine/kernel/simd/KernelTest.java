package io.github.lanewise.engine.kernel.simd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test of the bits of a kernel: it runs for each one that the method {@code kernels} of its class gives. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "io.github.lanewise.engine.testkit.Results#fused",
        disabledReason = "without fused multiply-add the bits are not defined")
@ParameterizedTest
@MethodSource("kernels")
@interface KernelTest {}

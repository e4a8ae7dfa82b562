package io.github.lanewise.layers;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Whom each room of the layers may use. A class outside these rooms, or a use that is not listed, fails. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String LAYERS = "io.github.lanewise.layers";

    @ArchTest
    static final ArchRule ROOMS_USE_ONLY_WHAT_THEY_MAY = layeredArchitecture()
            .consideringAllDependencies()
            .withOptionalLayers(true)
            .layer("JDK")
            .definedBy("java..", "javax.imageio..", "jdk.jfr..", "com.sun.management", "org.jspecify.annotations")
            .layer("JSON")
            .definedBy("tools.jackson.core..")
            .layer("protobuf")
            .definedBy("com.google.protobuf..")
            .layer("commons-compress")
            .definedBy("org.apache.commons.compress..")
            .layer("engine")
            .definedBy("io.github.lanewise.engine", "io.github.lanewise.engine.tensor")
            .layer("layers")
            .definedBy(LAYERS)
            .layer("residual")
            .definedBy(LAYERS + ".residual")
            .layer("graph")
            .definedBy(LAYERS + ".graph")
            .layer("format")
            .definedBy(LAYERS + ".format")
            .layer("format.onnx")
            .definedBy(LAYERS + ".format.onnx")
            .layer("onnx")
            .definedBy(LAYERS + ".onnx")
            .layer("data")
            .definedBy(LAYERS + ".data")
            .layer("train")
            .definedBy(LAYERS + ".train")
            .layer("train.program")
            .definedBy(LAYERS + ".train.program")
            .ensureAllClassesAreContainedInArchitecture()
            .whereLayer("layers")
            .mayOnlyAccessLayers("JDK", "engine")
            .whereLayer("residual")
            .mayOnlyAccessLayers("JDK", "engine", "layers")
            .whereLayer("graph")
            .mayOnlyAccessLayers("JDK", "engine", "layers")
            .whereLayer("format")
            .mayOnlyAccessLayers("JDK", "engine", "layers", "graph", "JSON", "format.onnx")
            .whereLayer("format.onnx")
            .mayOnlyAccessLayers("JDK", "protobuf")
            .whereLayer("onnx")
            .mayOnlyAccessLayers("JDK", "engine", "layers", "graph", "format")
            .whereLayer("train")
            .mayOnlyAccessLayers("JDK", "engine", "layers", "graph", "format", "data", "JSON", "train.program")
            .whereLayer("train.program")
            .mayOnlyAccessLayers("JDK", "engine", "layers")
            .whereLayer("data")
            .mayOnlyAccessLayers("JDK", "engine", "layers", "commons-compress");

    @ArchTest
    static final ArchRule ROOMS_ARE_FREE_OF_CYCLES =
            slices().matching("io.github.lanewise.(**)").should().beFreeOfCycles();
}

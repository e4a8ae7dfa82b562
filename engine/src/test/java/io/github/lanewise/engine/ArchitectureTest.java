package io.github.lanewise.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** Whom each room of the engine may use. A class outside these rooms, or a use that is not listed, fails. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ENGINE = "io.github.lanewise.engine";

    @ArchTest
    static final ArchRule ROOMS_USE_ONLY_WHAT_THEY_MAY = layeredArchitecture()
            .consideringAllDependencies()
            .withOptionalLayers(true)
            .layer("JDK")
            .definedBy("java..", "jdk.jfr..", "org.jspecify.annotations")
            .layer("HotSpot")
            .definedBy("com.sun.management..")
            .layer("Vector API")
            .definedBy("jdk.incubator.vector..")
            .layer("engine")
            .definedBy(ENGINE)
            .layer("tensor")
            .definedBy(ENGINE + ".tensor")
            .layer("gemm")
            .definedBy(ENGINE + ".gemm")
            .layer("conv")
            .definedBy(ENGINE + ".conv")
            .layer("kernel")
            .definedBy(ENGINE + ".kernel")
            .layer("simd")
            .definedBy(ENGINE + ".kernel.simd")
            .layer("scalar")
            .definedBy(ENGINE + ".kernel.scalar")
            .layer("reference")
            .definedBy(ENGINE + ".reference")
            .ensureAllClassesAreContainedInArchitecture()
            .whereLayer("engine")
            .mayOnlyAccessLayers("JDK", "tensor", "gemm", "conv", "kernel", "simd", "scalar", "reference")
            .whereLayer("tensor")
            .mayOnlyAccessLayers("JDK")
            .whereLayer("gemm")
            .mayOnlyAccessLayers("JDK", "tensor", "kernel")
            .whereLayer("conv")
            .mayOnlyAccessLayers("JDK", "tensor", "kernel", "gemm")
            .whereLayer("kernel")
            .mayOnlyAccessLayers("JDK", "tensor", "HotSpot")
            .whereLayer("simd")
            .mayOnlyAccessLayers("JDK", "tensor", "kernel", "Vector API")
            .whereLayer("scalar")
            .mayOnlyAccessLayers("JDK", "tensor", "kernel")
            .whereLayer("reference")
            .mayOnlyAccessLayers("JDK", "tensor");

    /** The set itself, and the kernel that is compiled before anybody gets it. */
    private static final Set<String> KEPT = Set.of("KernelSet", "PixelKernel");

    /** A kernel that is kept would be the plain Java that serves while the vector code is compiled. */
    @ArchTest
    static final ArchRule KERNELS_ARE_ASKED_FOR_AT_EVERY_CALL = noFields()
            .that()
            .areFinal()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage(ENGINE + ".kernel..")
            .should()
            .haveRawType(describe("a kernel", ArchitectureTest::isKernel));

    private static boolean isKernel(JavaClass type) {
        return type.getPackageName().equals(ENGINE + ".kernel")
                && type.isInterface()
                && !KEPT.contains(type.getSimpleName());
    }

    @ArchTest
    static final ArchRule ROOMS_ARE_FREE_OF_CYCLES =
            slices().matching("io.github.lanewise.(**)").should().beFreeOfCycles();
}

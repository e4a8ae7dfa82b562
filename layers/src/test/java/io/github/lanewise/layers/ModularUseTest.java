package io.github.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.engine.Engine;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;

/** A module that requires this library and nothing else compiles, without warnings of its own making. */
class ModularUseTest {
    private static final String MODULE = "module user { requires io.github.lanewise.layers; }\n";
    private static final String USER = """
        package user;

        import io.github.lanewise.engine.Workers;
        import io.github.lanewise.engine.tensor.Epilogue;
        import io.github.lanewise.layers.Linear;
        import io.github.lanewise.layers.graph.Model;
        import io.github.lanewise.layers.graph.ModelOptions;
        import io.github.lanewise.layers.residual.Networks;

        public class User {
            static float[] logits(float[] image) {
                Linear linear = Linear.of(2, 3).withoutBias();
                Epilogue epilogue = new Epilogue(linear.weight().values().reshape(6), Epilogue.NONE.activation());
                ModelOptions options = ModelOptions.standard().withWorkers(Workers.single());
                return epilogue.bias() == null ? image : Model.compile(Networks.named("resnet20"), options).run(image, 1);
            }
        }
        """;

    @Test
    void needsNothingButTheLibraries(@TempDir Path folder) throws IOException {
        assumeTrue(Files.exists(location(Layer.class).resolve("module-info.class")), "compiled without its descriptor");
        Path module = Files.writeString(folder.resolve("module-info.java"), MODULE);
        Path user =
                Files.writeString(Files.createDirectory(folder.resolve("user")).resolve("User.java"), USER);
        String libraries = Stream.of(Layer.class, Engine.class, JsonParser.class)
                .map(type -> location(type).toString())
                .collect(Collectors.joining(File.pathSeparator));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();

        int exitCode = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        messages,
                        messages,
                        "-Xlint:all,-incubating",
                        "-Werror",
                        "-proc:none",
                        "--module-path",
                        libraries,
                        "-d",
                        folder.resolve("classes").toString(),
                        module.toString(),
                        user.toString());

        assertThat(exitCode).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}

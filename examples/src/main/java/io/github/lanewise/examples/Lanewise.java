package io.github.lanewise.examples;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: {@code java --add-modules jdk.incubator.vector -jar lanewise.jar <command>}. */
@Command(
        name = "lanewise",
        description = "Residual networks and ONNX models on the JVM, in Java alone.",
        subcommands = {
            Tour.class,
            EngineInfo.class,
            Classify.class,
            Evaluate.class,
            Logits.class,
            RunOnnx.class,
            Verify.class,
            Perf.class,
            Export.class,
            Inspect.class,
            Train.class,
            DepthStudy.class,
            GradientStudy.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lanewise.Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        sortSynopsis = false,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the job failed; one line says why", "2:wrong usage"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  lanewise tour",
            "  lanewise classify --model resnet20.safetensors --network resnet20 frog.png",
            "  lanewise train --network resnet8 --data synthetic --epochs 3 --output run",
            "  lanewise perf resnet50.onnx",
            "  lanewise evaluate --help",
            Lanewise.ALIAS
        })
public final class Lanewise implements Runnable {
    static final String ALIAS = "%nHere lanewise stands for%n"
            + "  java --add-modules jdk.incubator.vector -jar examples/target/lanewise.jar";

    private static final Logger ENGINE_LOG = Logger.getLogger("io.github.lanewise");

    @Option(
            names = "--verbose",
            description = "Show log messages, and the stack trace of an error.",
            scope = ScopeType.INHERIT)
    private boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // plots need no screen
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        Lanewise lanewise = new Lanewise();
        ErrorLine errors = new ErrorLine(() -> lanewise.verbose);
        return new CommandLine(lanewise)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(lanewise::execute)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "there is no command; tour is a good first one");
    }

    private int execute(ParseResult command) {
        ENGINE_LOG.setLevel(verbose ? Level.INFO : Level.OFF);
        try {
            return new RunLast().execute(command);
        } catch (OutOfMemoryError e) {
            throw new ExecutionException(command.commandSpec().commandLine(), "out of memory: " + e.getMessage(), e);
        }
    }

    /** The version that Maven built. */
    static final class Version implements IVersionProvider {
        private static final String POM = "/META-INF/maven/io.github.lanewise/lanewise-examples/pom.properties";

        @Override
        public String[] getVersion() throws IOException {
            Properties properties = new Properties();
            try (InputStream in = Lanewise.class.getResourceAsStream(POM)) {
                if (in != null) {
                    properties.load(in);
                }
            }
            String version = properties.getProperty("version", "(not run from its jar)");
            return new String[] {"lanewise " + version, "JVM ${java.version} (${java.vendor} ${java.vm.name})"};
        }
    }
}

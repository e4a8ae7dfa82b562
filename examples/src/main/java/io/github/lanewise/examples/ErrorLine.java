package io.github.lanewise.examples;

import io.github.lanewise.layers.train.NonFiniteException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Whatever goes wrong, as one line on the error stream; a verbose run adds the stack trace. */
final class ErrorLine implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final BooleanSupplier verbose;

    ErrorLine(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        print(e.getCommandLine(), command + ": " + e.getMessage() + suggestion(e) + "; see " + command + " --help", e);
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
        print(commandLine, commandLine.getCommandSpec().qualifiedName() + ": " + description(e), e);
        return ExitCode.SOFTWARE;
    }

    private void print(CommandLine commandLine, String message, Exception e) {
        commandLine.getOut().flush();
        PrintWriter err = commandLine.getErr();
        err.println(message.strip().replaceAll("\\s*\\R\\s*", " "));
        if (verbose.getAsBoolean()) {
            e.printStackTrace(err);
        }
        err.flush();
    }

    private static String suggestion(ParameterException e) {
        List<String> similar =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
    }

    private static String description(Exception e) {
        String message = e.getMessage();
        boolean explained = e instanceof IOException
                || e instanceof UncheckedIOException
                || e instanceof NonFiniteException
                || e instanceof JobException
                || e instanceof ExecutionException;
        if (message == null || !explained) {
            return "unexpected " + e + " (--verbose shows where)";
        }
        return e instanceof FileSystemException file && file.getReason() == null
                ? message + ": " + reason(file)
                : message;
    }

    private static String reason(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "access denied";
            default -> e.getClass().getSimpleName();
        };
    }
}

package io.waflab.cli;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.NginxFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints an nginx.conf as HOCON that means the same. */
@Command(
        name = "convert",
        description = "Prints an nginx.conf as waflab's own configuration (HOCON), to be kept beside it.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "2:the file cannot be used as it is"})
final class ConvertCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The nginx.conf.")
    private Path file;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = NginxFile.PROFILE,
            description =
                    "What holds where the file says nothing, a file of conf/profiles (default: ${DEFAULT-VALUE}).")
    private String profile;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws ConfigException {
        spec.commandLine().getOut().print(ConfigReader.toHocon(file, profile));
        return Main.DONE;
    }
}

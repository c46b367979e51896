package io.waflab;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The table of packages in {@code src/site/markdown/decisions.md}, held: arrows point down only. */
@AnalyzeClasses(packages = "io.waflab", importOptions = DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule arrowsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("cli")
            .definedBy("io.waflab.cli..")
            .layer("reproduce")
            .definedBy("io.waflab.reproduce..")
            .layer("report")
            .definedBy("io.waflab.report..")
            .layer("proxy")
            .definedBy("io.waflab.proxy..")
            .layer("capture")
            .definedBy("io.waflab.capture..")
            .layer("journal")
            .definedBy("io.waflab.journal..")
            .layer("http")
            .definedBy("io.waflab.http..")
            .layer("tls")
            .definedBy("io.waflab.tls..")
            .layer("connection")
            .definedBy("io.waflab.connection..")
            .layer("config")
            .definedBy("io.waflab.config..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("reproduce")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli", "reproduce")
            .whereLayer("proxy")
            .mayOnlyBeAccessedByLayers("cli", "reproduce")
            .whereLayer("capture")
            .mayOnlyBeAccessedByLayers("cli", "reproduce")
            .whereLayer("journal")
            .mayOnlyBeAccessedByLayers("cli", "reproduce", "report", "proxy", "capture")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("cli", "reproduce", "proxy")
            .whereLayer("tls")
            .mayOnlyBeAccessedByLayers("cli", "reproduce", "proxy")
            .whereLayer("connection")
            .mayOnlyBeAccessedByLayers("cli", "reproduce", "report", "proxy", "capture", "journal");
}

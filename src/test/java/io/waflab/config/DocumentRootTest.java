package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DocumentRootTest {

    private static Location location(String head, String body) throws ConfigException {
        return Configs.http("root = \"/srv/\"\nservers = [{ " + Configs.LISTEN + ", locations { \"" + head + "\" { "
                        + body + " } } }]")
                .servers()
                .get(0)
                .locations()
                .get(0);
    }

    @Test
    void theInnermostHolds() throws ConfigException {
        assertThat(location("/a", "").root()).isEqualTo(new DocumentRoot(Template.of("/srv"), 0));
        assertThat(location("/a", "root = \"/x\"").root()).isEqualTo(new DocumentRoot(Template.of("/x"), 0));
        assertThat(location("/a/", "alias = \"/x/\"").root()).isEqualTo(new DocumentRoot(Template.of("/x/"), 3));
        assertThat(location("~ a", "alias = \"/x/$1\"").root().alias()).isEqualTo(DocumentRoot.WHOLE);
    }

    @Test
    void aNestedLocationKeepsTheAliasOfTheOuterOne() throws ConfigException {
        var outer = location("/a/", "alias = \"/x/\", locations { \"/a/bc/\" {} }");
        assertThat(outer.locations().get(0).root()).isEqualTo(outer.root());
    }

    @Test
    void whatCannotBeIsRefusedInNginxsWords() {
        assertThat(Configs.problemsOfServer("locations { \"@n\" { alias = \"/x\" } }"))
                .containsExactly("lab.conf:2: the \"alias\" directive cannot be used inside the named location");
        assertThat(Configs.problemsOfServer("locations { \"/a\" { alias = \"/x\", root = \"/y\" } }"))
                .containsExactly(
                        "lab.conf:2: \"alias\" directive is duplicate, \"root\" directive was specified earlier");
        assertThat(Configs.problemsOfServer("root = \"$document_root/x\""))
                .containsExactly(
                        "lab.conf:2: root: the $document_root variable may not be used in the \"root\" directive");
    }
}

package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SetCookieTest {

    @Test
    void attributesAreToldApartAndPutTogether() {
        var cookie = new SetCookie("a=b=c;Path = /x ; Secure;  Domain=");
        assertThat(cookie.name()).isEqualTo("a");
        assertThat(cookie.find("secure")).isEqualTo(2);
        assertThat(cookie.value(1)).isEqualTo("/x");
        assertThat(cookie.value(2)).isNull();
        assertThat(cookie).hasToString("a=b=c; Path=/x; Secure; Domain=");
    }

    @Test
    void anAttributeIsChangedAddedAndTakenAway() {
        var cookie = new SetCookie("a=b; path=/");
        cookie.value(1, "/y");
        cookie.add("HttpOnly", null);
        assertThat(cookie).hasToString("a=b; path=/y; HttpOnly");
        cookie.remove(1);
        assertThat(cookie).hasToString("a=b; HttpOnly");
        assertThat(cookie.find("path")).isEqualTo(-1);
    }
}

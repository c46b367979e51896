package io.waflab.diagnose;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One timer of one known product: how long it waits by default, and how it hangs up then.
 *
 * @param product {@code nginx}, {@code Alibaba Cloud WAF 3.0 (CNAME access)}
 * @param version which versions this holds for; empty for all that are known
 * @param role where it stands
 * @param setting as its documentation calls it: {@code keepalive_timeout}
 * @param timer what it waits for
 * @param seconds the default; empty for a timer that never runs out, or whose default is not known
 * @param least the least that can be set, in seconds; empty where that is not known
 * @param most the most that can be set, in seconds; empty where that is not known
 * @param late how much later than its seconds it is known to act
 * @param closes how the end looks on the wire, in words; empty where nobody has looked
 * @param endings what {@code closes} says, as far as it can be compared; empty fits every ending
 * @param mark how sure that is
 * @param source where it is from
 * @param note what else to know; may be empty
 * @param toOrigin whether it runs between the product and its origins, so that its clients do not see it run out
 * @param known whether most people who read a diagnosis know it: named even where it does not fit
 */
public record Profile(
        String product,
        String version,
        Role role,
        String setting,
        Timer timer,
        Optional<Duration> seconds,
        Optional<Duration> least,
        Optional<Duration> most,
        Duration late,
        String closes,
        Set<How> endings,
        Mark mark,
        String source,
        String note,
        boolean toOrigin,
        boolean known) {

    /** Where a product stands between a user and an application. */
    public enum Role {
        SERVER,
        PROXY,
        WAF,
        BALANCER,
        CDN,
        /** Forwards packets, and knows connections only: NAT, firewall, balancer of layer 4. */
        PATH,
        CLIENT
    }

    /** What a timer waits for. */
    public enum Timer {
        CONNECT,
        HANDSHAKE,
        /** A request's head. */
        HEADER,
        /** A request's body. */
        BODY,
        /** The origin's answer, or its next part. */
        RESPONSE,
        /** The client to read. */
        SEND,
        /** The next request on a kept connection, or the next packet for {@link Role#PATH}. */
        IDLE,
        /** The next byte on an upgraded connection. */
        TUNNEL,
        /** Not a silence: how old a connection may get. */
        AGE
    }

    /** How sure a row is. */
    public enum Mark {
        /** Read in source code or in official documentation. */
        VERIFIED,
        /** Seen on the wire. */
        MEASURED,
        /** A third party's account. */
        SECONDARY,
        /** General knowledge: nobody has looked. */
        UNVERIFIED
    }

    public Profile {
        endings = Set.copyOf(endings);
    }
}

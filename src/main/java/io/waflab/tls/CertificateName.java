package io.waflab.tls;

import io.netty.util.NetUtil;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * Whether a certificate is for a host, as OpenSSL's X509_check_host says: by its DNS names, else by its common name; or for
 * an address, as X509_check_ip says (nginx 1.31).
 */
final class CertificateName {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private CertificateName() {}

    /** @param host a name or an address, one of IPv6 in brackets */
    static boolean matches(X509Certificate certificate, String host) {
        var bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        var address = NetUtil.createInetAddressFromIpAddressString(bare);
        if (address != null) {
            return alternatives(certificate, IP_ADDRESS).stream()
                    .anyMatch(one -> address.equals(NetUtil.createInetAddressFromIpAddressString(one)));
        }
        var names = alternatives(certificate, DNS_NAME);
        return (names.isEmpty() ? commonNames(certificate) : names).stream().anyMatch(name -> fits(name, host));
    }

    private static List<String> alternatives(X509Certificate certificate, int kind) {
        var names = new ArrayList<String>();
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.stream()
                        .filter(one -> one.get(0).equals(kind))
                        .forEach(one -> names.add(one.get(1).toString()));
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        return names;
    }

    private static List<String> commonNames(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> part.getValue().toString())
                            .toList();
        } catch (InvalidNameException unreadable) {
            return List.of();
        }
    }

    /** A star stands for some of the first label, where two more follow. */
    private static boolean fits(String pattern, String host) {
        if (pattern.equalsIgnoreCase(host)) {
            return true;
        }
        int star = pattern.indexOf('*');
        int dot = pattern.indexOf('.');
        int hostDot = host.indexOf('.');
        if (star < 0 || dot < star || hostDot < 0 || pattern.indexOf('.', dot + 1) < 0) {
            return false;
        }
        var label = host.substring(0, hostDot).toLowerCase(Locale.ROOT);
        var before = pattern.substring(0, star).toLowerCase(Locale.ROOT);
        var after = pattern.substring(star + 1, dot).toLowerCase(Locale.ROOT);
        return pattern.substring(dot).equalsIgnoreCase(host.substring(hostDot))
                && label.length() > before.length() + after.length() - (before.isEmpty() && after.isEmpty() ? 0 : 1)
                && label.startsWith(before)
                && label.endsWith(after)
                && !after.contains("*")
                && (before.isEmpty() && after.isEmpty() || !label.startsWith("xn--"));
    }
}

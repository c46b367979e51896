package io.waflab.tls;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/** A certificate's name as OpenSSL writes it. */
final class DistinguishedName {

    /** OpenSSL's short names (crypto/objects). */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("2.5.4.3", "CN"),
            Map.entry("2.5.4.4", "SN"),
            Map.entry("2.5.4.5", "serialNumber"),
            Map.entry("2.5.4.6", "C"),
            Map.entry("2.5.4.7", "L"),
            Map.entry("2.5.4.8", "ST"),
            Map.entry("2.5.4.9", "street"),
            Map.entry("2.5.4.10", "O"),
            Map.entry("2.5.4.11", "OU"),
            Map.entry("2.5.4.12", "title"),
            Map.entry("2.5.4.13", "description"),
            Map.entry("2.5.4.17", "postalCode"),
            Map.entry("2.5.4.41", "name"),
            Map.entry("2.5.4.42", "GN"),
            Map.entry("2.5.4.43", "initials"),
            Map.entry("2.5.4.44", "generationQualifier"),
            Map.entry("2.5.4.46", "dnQualifier"),
            Map.entry("2.5.4.65", "pseudonym"),
            Map.entry("2.5.4.97", "organizationIdentifier"),
            Map.entry("0.9.2342.19200300.100.1.1", "UID"),
            Map.entry("0.9.2342.19200300.100.1.25", "DC"),
            Map.entry("1.2.840.113549.1.9.1", "emailAddress"),
            Map.entry("1.2.840.113549.1.9.2", "unstructuredName"));

    private final RDN[] parts;

    DistinguishedName(X500Principal name) {
        parts = X500Name.getInstance(name.getEncoded()).getRDNs();
    }

    /** XN_FLAG_RFC2253: the last part first, {@code CN=lab,O=Example}. */
    String rfc2253() {
        var text = new StringBuilder();
        for (int i = parts.length - 1; i >= 0; i--) {
            var values = parts[i].getTypesAndValues();
            text.append(text.length() == 0 ? "" : ",");
            for (int j = values.length - 1; j >= 0; j--) {
                text.append(j == values.length - 1 ? "" : "+");
                value(values[j], text);
            }
        }
        return text.toString();
    }

    private static void value(AttributeTypeAndValue part, StringBuilder text) {
        var oid = part.getType().getId();
        var name = NAMES.get(oid);
        text.append(name == null ? oid : name).append('=');
        if (name == null || !(part.getValue() instanceof ASN1String)) {
            text.append('#').append(dump(part.getValue()));
        } else {
            escape(((ASN1String) part.getValue()).getString(), text);
        }
    }

    private static String dump(ASN1Encodable value) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    /** ASN1_STRFLGS_RFC2253: separators behind a backslash, control characters and bytes above 126 as two hex digits. */
    private static void escape(String value, StringBuilder text) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean first = i == 0 && (c == ' ' || c == '#');
            boolean last = i == bytes.length - 1 && c == ' ';
            if (c < ' ' || c > 126) {
                text.append(String.format("\\%02X", (int) c));
            } else if (first || last || ",+\"\\<>;".indexOf(c) >= 0) {
                text.append('\\').append(c);
            } else {
                text.append(c);
            }
        }
    }

    /** X509_NAME_oneline: {@code /O=Example/CN=lab}. */
    String oneLine() {
        var text = new StringBuilder();
        for (var part : parts) {
            for (var value : part.getTypesAndValues()) {
                var oid = value.getType().getId();
                text.append('/').append(NAMES.getOrDefault(oid, oid)).append('=');
                var shown = value.getValue() instanceof ASN1String string ? string.getString() : "";
                for (byte octet : shown.getBytes(StandardCharsets.UTF_8)) {
                    int c = octet & 0xff;
                    text.append(c < ' ' || c > '~' ? String.format("\\x%02X", c) : Character.toString(c));
                }
            }
        }
        return text.toString();
    }
}

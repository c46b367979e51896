package io.waflab.http;

/** Entity tags (RFC 9110, 8.8.3), as ngx_http_set_etag makes and ngx_http_not_modified_filter_module.c compares them. */
public final class EntityTag {

    private EntityTag() {}

    /**
     * A file's.
     *
     * @param modified seconds since 1970
     * @param size bytes
     */
    public static String of(long modified, long size) {
        return "\"" + Long.toHexString(modified) + "-" + Long.toHexString(size) + "\"";
    }

    /**
     * Whether a field If-Match or If-None-Match names it.
     *
     * @param list the field's value: tags with commas between them, or a star
     * @param tag what the response has; null for none
     * @param weakly whether {@code W/} makes no difference
     */
    public static boolean isIn(String list, String tag, boolean weakly) {
        if (list.equals("*")) {
            return true;
        }
        if (tag == null) {
            return false;
        }
        var wanted = weakly && tag.length() > 2 && tag.startsWith("W/") ? tag.substring(2) : tag;
        for (int at = 0; at < list.length(); at = next(list, at)) {
            if (weakly && list.length() - at > 2 && list.startsWith("W/", at)) {
                at += 2;
            }
            if (list.startsWith(wanted, at)) {
                at = skip(list, at + wanted.length(), " \t");
                if (at == list.length() || list.charAt(at) == ',') {
                    return true;
                }
            }
        }
        return false;
    }

    /** Where the next tag begins. */
    private static int next(String list, int from) {
        int comma = list.indexOf(',', from);
        return comma < 0 ? list.length() : skip(list, comma, " \t,");
    }

    private static int skip(String list, int from, String what) {
        int at = from;
        while (at < list.length() && what.indexOf(list.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}

package io.waflab.rewrite;

/**
 * What is at a path, symbolic links followed.
 *
 * @param kind of what is there
 * @param executable whether its owner may execute it, or search it
 * @param size bytes, of a file
 * @param modified seconds since 1970
 * @param failure why nothing can be said or read, in the kernel's words with its number: {@code (2: No such file or
 *     directory)}; empty when something is there
 */
public record FileFacts(Kind kind, boolean executable, long size, long modified, String failure) {

    /** What nginx tells apart. */
    public enum Kind {
        FILE,
        DIRECTORY,
        OTHER,
        /** ENOENT, ENOTDIR, ENAMETOOLONG. */
        NONE,
        /** EACCES. */
        FORBIDDEN,
        /** Any other error. */
        UNKNOWN
    }

    /** Whether something is there. */
    public boolean exists() {
        return kind.compareTo(Kind.OTHER) <= 0;
    }
}

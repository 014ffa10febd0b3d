package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the pages that users see.
 *
 * @param stylesheet Style sheet of the pages, in place of the starter's: a path of the
 * application or a URL.
 * @param contact Mail address, URL or text that tells users whom to ask when an
 * authorization fails.
 */
@ConfigurationProperties("dcr.pages")
record DcrPagesProperties(@Nullable String stylesheet, @Nullable String contact) {
}

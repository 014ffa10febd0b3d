package io.github.opendcr.console.view;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.cimd.DocumentAdmission.Decision;
import io.github.opendcr.cimd.DocumentPreview;

/**
 * What would become of the document at a URL.
 *
 * @param form what the operator asked about, and what is wrong with it
 * @param decision whether it would be let in; a refusal if nobody has asked yet
 * @param preview what would become of it, or {@code null} if nobody has asked yet
 * @since 0.1.0
 */
public record Preview(Form form, Decision decision, @Nullable DocumentPreview preview) {
}

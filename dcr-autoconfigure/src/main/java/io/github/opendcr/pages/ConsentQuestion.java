package io.github.opendcr.pages;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.consent.ConsentModel;

/**
 * What a user is asked, and how the answer is sent: by a form that is posted to
 * {@code action} with {@code client_id}, {@code state}, {@code user_code} if there is
 * one, and a {@code scope} for each scope that the user grants. Without any scope the
 * user refuses.
 *
 * @param consent what the user should know of the client
 * @param userName the name of the user who is logged in
 * @param action the path to which the answer is posted
 * @param state the value of {@code state} in the answer
 * @param userCode the code that the user's device shows, or {@code null} if the client is
 * no device (RFC 8628 §3.3)
 * @param locale the language of the page
 * @since 0.1.0
 */
public record ConsentQuestion(ConsentModel consent, String userName, String action, String state,
		@Nullable String userCode, Locale locale) {
}

/**
 * HTTP in and out: the filter of the registration endpoints, the bounded body, bearer
 * tokens, answers and errors.
 */
@NullMarked
package io.github.opendcr.web;

import org.jspecify.annotations.NullMarked;

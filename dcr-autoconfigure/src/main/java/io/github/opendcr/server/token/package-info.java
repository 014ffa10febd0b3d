/**
 * What is issued, and that each code and each token is used once.
 */
@NullMarked
package io.github.opendcr.server.token;

import org.jspecify.annotations.NullMarked;

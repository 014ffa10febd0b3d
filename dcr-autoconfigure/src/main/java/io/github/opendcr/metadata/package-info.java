/**
 * What may be said (RFC 7591 §2). A body enters at {@code ClientMetadataReader}, which
 * makes {@code ClientMetadata} of JSON, strictly and within bounds;
 * {@code ClientMetadataValidator} then checks each member by its rule, and members
 * against each other. Which members there are, {@code ClientMetadataCatalogue} says: a
 * new one is an entry there.
 */
@NullMarked
package io.github.opendcr.metadata;

import org.jspecify.annotations.NullMarked;

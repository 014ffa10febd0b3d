package io.github.opendcr.fuzz;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What the bytes of a fuzzer choose. At their end everything is the first choice.
 */
public final class Choices {

	private final byte[] bytes;

	private int at;

	public Choices(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Inputs that are the same each time, for a test that doesn't look for others.
	 */
	public static Stream<byte[]> some(int count) {
		SplittableRandom random = new SplittableRandom(7591);
		return Stream.generate(() -> {
			byte[] bytes = new byte[random.nextInt(4, 120)];
			random.nextBytes(bytes);
			return bytes;
		}).limit(count);
	}

	/**
	 * A number from 0 to below the bound.
	 */
	public int below(int bound) {
		return (this.at < this.bytes.length) ? (this.bytes[this.at++] & 0xFF) % bound : 0;
	}

	public boolean maybe() {
		return below(2) == 1;
	}

	public <T> T of(List<T> values) {
		return values.get(below(values.size()));
	}

	/**
	 * A short text of any characters, surrogates without their other half among them.
	 */
	public String text() {
		StringBuilder text = new StringBuilder();
		for (int length = below(12); length > 0; length--) {
			int high = maybe() ? 0 : below(256) << 8;
			text.append((char) (high | below(256)));
		}
		return text.toString();
	}

}

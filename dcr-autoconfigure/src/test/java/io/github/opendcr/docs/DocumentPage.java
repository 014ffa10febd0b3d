package io.github.opendcr.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of the documentation, or a section of one.
 *
 * @param name the file, from the root of the project
 * @param text what it says
 */
record DocumentPage(String name, String text) {

	private static final Path ROOT = Path.of("..");

	private static final Pattern YAML = Pattern.compile("^```ya?ml\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

	static DocumentPage of(String name) throws IOException {
		return new DocumentPage(name, Files.readString(ROOT.resolve(name)));
	}

	/**
	 * All that there are, recipes and decisions among them.
	 */
	static List<DocumentPage> all() throws IOException {
		try (Stream<Path> docs = Files.walk(ROOT.resolve("docs")); Stream<Path> root = Files.list(ROOT)) {
			List<DocumentPage> pages = new ArrayList<>();
			for (Path file : Stream.concat(root, docs).filter((path) -> path.toString().endsWith(".md")).toList()) {
				pages.add(of(ROOT.relativize(file).toString()));
			}
			return pages;
		}
	}

	/**
	 * From a heading of the second level to the next one.
	 */
	DocumentPage section(String heading) {
		int start = this.text.indexOf("\n## " + heading + "\n");
		assertThat(start).as(heading).isPositive();
		int end = this.text.indexOf("\n## ", start + 1);
		return new DocumentPage(this.name, this.text.substring(start, (end > 0) ? end : this.text.length()));
	}

	/**
	 * What all YAML of the page configures.
	 */
	Map<String, String> properties() {
		Map<String, String> properties = new LinkedHashMap<>();
		YAML.matcher(this.text).results().forEach((yaml) -> {
			YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
			factory.setResources(new ByteArrayResource(yaml.group(1).getBytes(StandardCharsets.UTF_8)));
			Properties read = factory.getObject();
			assertThat(read).as(yaml.group(1)).isNotNull();
			read.forEach((key, value) -> properties.put(key.toString(), value.toString()));
		});
		return properties;
	}

	@Override
	public String toString() {
		return this.name;
	}

}

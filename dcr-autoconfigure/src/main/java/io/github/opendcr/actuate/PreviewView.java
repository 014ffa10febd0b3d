package io.github.opendcr.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.opendcr.RegistrationException;
import io.github.opendcr.cimd.DocumentAdmission.Decision;
import io.github.opendcr.cimd.DocumentPreview;
import io.github.opendcr.cimd.Narrowing;

/**
 * A preview as operators see it.
 */
final class PreviewView {

	private PreviewView() {
	}

	static Map<String, Object> of(Decision decision, DocumentPreview preview) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("admitted", decision.isAdmitted());
		if (decision.development()) {
			members.put("development", true);
		}
		members.put("accepted", preview.isAccepted());
		members.put("violations", preview.violations().stream().map(PreviewView::violation).toList());
		members.put("narrowings", preview.narrowings().stream().map(PreviewView::narrowing).toList());
		if (preview.negotiated() != null) {
			members.put("client", preview.negotiated().effective().asMap());
		}
		return members;
	}

	private static Map<String, Object> violation(RegistrationException violation) {
		Map<String, Object> members = new LinkedHashMap<>();
		if (violation.getMember() != null) {
			members.put("member", violation.getMember());
		}
		members.put("description", violation.getDescription());
		return members;
	}

	private static Map<String, Object> narrowing(Narrowing narrowing) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("member", narrowing.member());
		members.put("published", narrowing.published());
		if (narrowing.kept() != null) {
			members.put("kept", narrowing.kept());
		}
		members.put("why", narrowing.why());
		return members;
	}

}

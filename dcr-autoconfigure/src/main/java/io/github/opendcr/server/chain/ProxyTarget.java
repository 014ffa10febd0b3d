package io.github.opendcr.server.chain;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;

/**
 * What is behind a proxy.
 *
 * @since 0.1.0
 */
public final class ProxyTarget {

	private ProxyTarget() {
	}

	/**
	 * Return the target, if it is always the same one. A proxy by CGLIB is of its
	 * target's class, but its own fields are empty.
	 * @param candidate perhaps a proxy
	 * @return what is behind it, or the innermost proxy whose target may change
	 */
	public static Object of(Object candidate) {
		Object target = candidate;
		while (AopUtils.isAopProxy(target)) {
			Object next = AopProxyUtils.getSingletonTarget(target);
			if (next == null) {
				break;
			}
			target = next;
		}
		return target;
	}

}

package dev.tailwater.fleet;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A drain's address: where to post, and the credentials that its userinfo may name.
 *
 * @param target the address without userinfo and fragment, which are not sent
 * @param authorization value of the Authorization header; null when the URL has no userinfo
 */
record DrainUrl(URI target, @Nullable String authorization) {
  static DrainUrl parse(URI url) {
    String scheme = url.getScheme();
    boolean known = "http".equals(scheme) || "https".equals(scheme);
    if (!known || url.getHost() == null) {
      throw new IllegalArgumentException(
          "a drain URL looks like https://user:secret@host/path, found " + withoutSecret(url));
    }
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String userInfo = url.getUserInfo();
    try {
      return new DrainUrl(
          new URI(scheme + "://" + url.getHost() + port + path + query),
          userInfo == null
              ? null
              : "Basic "
                  + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a drain URL: " + withoutSecret(url), e);
    }
  }

  private static String withoutSecret(URI url) {
    String text = url.toString();
    return url.getRawUserInfo() == null ? text : text.replace(url.getRawUserInfo() + "@", "…@");
  }
}

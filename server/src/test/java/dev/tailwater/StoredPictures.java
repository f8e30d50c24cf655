package dev.tailwater;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * The pictures in the repository. They are WebP, written and read by Chromium itself, because Java
 * knows no format that is small enough. For one thread.
 *
 * <p>Two pictures are compared in squares of eight pixels, by their mean colour: neither the losses
 * of the format nor the edges of letters count, a moved line or another number does.
 */
final class StoredPictures {
  /** Where what was drawn is left, and where it differs. */
  private static final Path DRAWN = Path.of("target", "screenshots");

  private static final Path REPOSITORY = Path.of("..");
  private static final double QUALITY = 0.55;
  private static final int MAX_BYTES = 200_000;

  /** Wider pictures are stored at three quarters of their size. */
  private static final int FULL_SIZE_WIDTH = 800;

  private static final double SCALE = 0.75;

  /** Of the 255 steps of a channel; a square that differs by more counts. */
  private static final int TOLERATED_STEPS = 24;

  /** Of all squares. A word more is about a thousandth of a page. */
  private static final double TOLERATED_SHARE = 0.004;

  private static final String FUNCTIONS =
      """
      const read = async (url, scale) => {
        const picture = await createImageBitmap(await (await fetch(url)).blob());
        const width = Math.round(picture.width * scale);
        const height = Math.round(picture.height * scale);
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext('2d', { willReadFrequently: true });
        context.imageSmoothingQuality = 'high';
        context.drawImage(picture, 0, 0, width, height);
        return { canvas, context, width, height };
      };
      const write = async (canvas, type, quality) => {
        const blob = await canvas.convertToBlob({ type, quality });
        return await new Promise((resolve) => {
          const reader = new FileReader();
          reader.onload = () => resolve(reader.result);
          reader.readAsDataURL(blob);
        });
      };
      """;

  private static final String CONVERT =
      """
      async ([png, scale, quality]) => {
        %s
        const { canvas } = await read(png, scale);
        return await write(canvas, 'image/webp', quality);
      }
      """
          .formatted(FUNCTIONS);

  /** Gives both sizes, the share of squares that differ, and the new picture with these marked. */
  private static final String COMPARE =
      """
      async ([drawn, scale, stored, steps]) => {
        %s
        const after = await read(drawn, scale);
        const before = await read(stored, 1);
        const sizes = [after, before].map(({ width, height }) => `${width} x ${height}`);
        if (sizes[0] !== sizes[1]) return [...sizes, '1', ''];
        const { width, height } = after;
        const [a, b] = [after, before].map(({ context }) =>
          context.getImageData(0, 0, width, height).data);
        after.context.strokeStyle = 'red';
        let squares = 0;
        let differing = 0;
        for (let y = 0; y < height; y += 8) {
          for (let x = 0; x < width; x += 8) {
            const sums = [0, 0, 0];
            let pixels = 0;
            for (let row = y; row < Math.min(y + 8, height); row++) {
              for (let column = x; column < Math.min(x + 8, width); column++) {
                const at = (row * width + column) * 4;
                for (let c = 0; c < 3; c++) sums[c] += a[at + c] - b[at + c];
                pixels++;
              }
            }
            squares++;
            if (sums.some((sum) => Math.abs(sum) > steps * pixels)) {
              differing++;
              after.context.strokeRect(x, y, 8, 8);
            }
          }
        }
        const marked = await write(after.canvas, 'image/png');
        return [...sizes, String(differing / squares), marked];
      }
      """
          .formatted(FUNCTIONS);

  private final Chromium chromium;
  private final boolean update;

  /**
   * @param update whether new pictures take the place of the stored ones
   */
  StoredPictures(Chromium chromium, boolean update) {
    this.chromium = chromium;
    this.update = update;
  }

  /**
   * Stores a picture or compares it with the stored one. It is left as PNG in {@code
   * target/screenshots} either way.
   *
   * @param folder in the repository
   * @param name of the file, without its ending
   */
  void put(String folder, String name, byte[] png) throws IOException {
    Files.createDirectories(DRAWN);
    Files.write(DRAWN.resolve(name + ".png"), png);
    Path stored = REPOSITORY.resolve(folder).resolve(name + ".webp");
    double scale =
        ImageIO.read(new ByteArrayInputStream(png)).getWidth() > FULL_SIZE_WIDTH ? SCALE : 1;
    if (update) {
      byte[] webp =
          bytes((String) inBrowser(CONVERT, List.of(url("image/png", png), scale, QUALITY)));
      assertThat(webp.length).as("bytes of " + name).isLessThan(MAX_BYTES);
      Files.createDirectories(stored.getParent());
      Files.write(stored, webp);
    } else {
      assertThat(stored).as("-Dscreenshots=update makes it").exists();
      compare(name, png, scale, Files.readAllBytes(stored));
    }
  }

  private void compare(String name, byte[] drawn, double scale, byte[] stored) throws IOException {
    List<?> found =
        (List<?>)
            inBrowser(
                COMPARE,
                List.of(
                    url("image/png", drawn), scale, url("image/webp", stored), TOLERATED_STEPS));
    assertThat(found.getFirst()).as("size of " + name).isEqualTo(found.get(1));
    double share = Double.parseDouble((String) found.get(2));
    if (share > TOLERATED_SHARE) {
      Path marked = DRAWN.resolve(name + "-differs.png");
      Files.write(marked, bytes((String) found.get(3)));
      throw new AssertionError(
          "%s differs from the stored picture in %.2f %% of its squares, %.2f %% are tolerated: look at %s"
              .formatted(name, share * 100, TOLERATED_SHARE * 100, marked.toAbsolutePath()));
    }
  }

  private Object inBrowser(String script, Object argument) {
    try (BrowserContext context = chromium.context(100, 100, ColorScheme.LIGHT);
        Page page = context.newPage()) {
      return page.evaluate(script, argument);
    }
  }

  private static String url(String type, byte[] bytes) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String dataUrl) {
    return Base64.getDecoder().decode(dataUrl.substring(dataUrl.indexOf(',') + 1));
  }
}

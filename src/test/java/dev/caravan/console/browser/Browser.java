package dev.caravan.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium without a screen, and somebody who sits in front of it. */
public final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of(System.getProperty("chromium", "/usr/bin/chromium"));
    private static final Path DRIVER = Path.of(System.getProperty("chromedriver", "/usr/bin/chromedriver"));

    private final String base;
    private final ChromeDriver driver;

    private Browser(String base, ChromeDriver driver) {
        this.base = base;
        this.driver = driver;
    }

    /** Fails with what to do if there is no browser, unless {@code -DskipBrowser} says that this is known. */
    public static void mustBeThere() {
        Assumptions.assumeFalse(
                System.getProperty("skipBrowser") != null, "without a browser the pages are not tested");
        assertThat(Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER))
                .as(
                        "The pages are tested in Chromium, and %s or %s is not there. Install both (Debian:"
                                + " apt-get install chromium chromium-driver), name them with -Dchromium= and -Dchromedriver=, or"
                                + " leave these tests out with -DskipBrowser",
                        CHROMIUM, DRIVER)
                .isTrue();
    }

    /** @param base address of the pages, without a slash at its end */
    public static Browser open(String base) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--lang=en",
                "--window-size=1280,900",
                "--no-first-run",
                "--disable-background-networking");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(DRIVER.toString()))
                .usingAnyFreePort()
                .build();
        return new Browser(base, new ChromeDriver(service, options));
    }

    public Browser login(String name, String password) {
        go("/login");
        find("#username").sendKeys(name);
        find("#password").sendKeys(password, Keys.ENTER);
        until(".who");
        return this;
    }

    public void go(String path) {
        driver.get(base + path);
    }

    public WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    public boolean has(String css) {
        return !driver.findElements(By.cssSelector(css)).isEmpty();
    }

    public String text(String css) {
        return String.valueOf(script("return document.querySelector(arguments[0])?.textContent.trim()", css));
    }

    /** Waits until there is such an element. */
    public void until(String css) {
        until(css, driver -> has(css));
    }

    public void untilText(String css, String part) {
        until(css + " with " + part, driver -> text(css).contains(part));
    }

    private void until(String what, ExpectedCondition<Boolean> condition) {
        new WebDriverWait(driver, Duration.ofSeconds(60), Duration.ofMillis(20))
                .withMessage(() -> what + " at " + driver.getCurrentUrl() + ":\n" + text("main"))
                .until(condition);
    }

    /** The record id of the item on the page, empty if there is none. */
    public String record() {
        return String.valueOf(script("return document.getElementById('item')?.dataset.record ?? ''"));
    }

    /** Waits until another item is there, or the end, and a key would count for it. */
    public void untilNot(String record) {
        untilNotNow(record);
        steady();
    }

    /** The same, without the moment in which a key does not count. */
    void untilNotNow(String record) {
        until("an item that is not " + record, driver -> !record().equals(record));
    }

    /** A key is not taken for an item that just came. */
    public void steady() {
        script("return 0");
        long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
        until("a moment", driver -> System.nanoTime() > end);
    }

    public void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Sends the form that the cursor is in. */
    public void send() {
        new Actions(driver)
                .keyDown(Keys.CONTROL)
                .sendKeys(Keys.ENTER)
                .keyUp(Keys.CONTROL)
                .perform();
    }

    public Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** @param dark the scheme that the reader prefers */
    void size(int width, int height, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Whether whatever is asked for is lost. */
    void cutOff(boolean cut) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", cut, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** How much wider the page is than the window. */
    long overflow() {
        return (Long) script("return document.scrollingElement.scrollWidth - document.documentElement.clientWidth");
    }

    /** What axe-core calls serious or critical, as one line each. */
    List<?> barriers() throws IOException {
        if (!Boolean.TRUE.equals(script("return typeof axe === 'object'"))) {
            try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
                script(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
        return (List<?>)
                driver.executeAsyncScript(
                        "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then("
                                + "found => done(found.violations.filter(one => ['serious', 'critical'].includes(one.impact))"
                                + ".flatMap(one => one.nodes.map(node => one.id + ': ' + node.html))), error => done([String(error)]))");
    }

    /** Errors of scripts and refusals by the content policy. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .filter(line -> line.startsWith("SEVERE") && !line.contains("status of 4"))
                .toList();
    }

    /** Written only if {@code -Dscreenshots} asks for it. */
    void picture(String name) throws IOException {
        if (System.getProperty("screenshots") != null) {
            byte[] png = driver.getScreenshotAs(OutputType.BYTES);
            Files.write(Files.createDirectories(Path.of("docs/images")).resolve(name + ".png"), png);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}

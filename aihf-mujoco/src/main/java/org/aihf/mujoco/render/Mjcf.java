package org.aihf.mujoco.render;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The elements of an MJCF, with the attributes that its main {@code <default>} gives them.
 *
 * @param defaults the main default section; null where there is none
 */
record Mjcf(Element root, @Nullable Element defaults) {
  /**
   * @throws UserError when it is not XML
   */
  static Mjcf parse(String text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Element root =
          factory
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(text)))
              .getDocumentElement();
      return new Mjcf(root, child(root, "default"));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new UserError("the model to draw cannot be parsed: " + e.getMessage(), e);
    }
  }

  /** Empty where neither the element nor the defaults of its kind say it. */
  String attribute(Element element, String name) {
    if (element.hasAttribute(name) || defaults == null) {
      return element.getAttribute(name).strip();
    }
    Element kind = child(defaults, element.getTagName());
    return kind == null ? "" : kind.getAttribute(name).strip();
  }

  /** The numbers of an attribute, filled up with zeros to the length of {@code absent}. */
  double[] numbers(Element element, String name, double... absent) {
    String value = attribute(element, name);
    if (value.isEmpty()) {
      return absent;
    }
    double[] numbers =
        Arrays.stream(value.split("\\s+")).mapToDouble(Double::parseDouble).toArray();
    return numbers.length < absent.length ? Arrays.copyOf(numbers, absent.length) : numbers;
  }

  static @Nullable Element child(Element parent, String tag) {
    List<Element> found = children(parent, tag);
    return found.isEmpty() ? null : found.get(0);
  }

  static List<Element> children(Element parent, String tag) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(tag)) {
        found.add(element);
      }
    }
    return found;
  }
}

package org.aihf.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.aihf.Aihf;
import org.aihf.AihfConfig;
import org.aihf.AihfResult;
import org.aihf.llm.Completion;
import org.aihf.llm.KlPenalty;
import org.aihf.llm.LmPolicy;
import org.aihf.llm.LmRewardModel;
import org.aihf.llm.PolicyConfig;
import org.aihf.llm.PolicyGradient;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.recipe.DataSection;
import org.aihf.llm.recipe.TrainingData;
import org.aihf.llm.text.Tokenizer;
import org.aihf.objective.JointObjective;
import org.aihf.random.RandomStream;
import org.aihf.rl.GroupAdvantage;
import org.aihf.rl.LossAggregation;
import org.aihf.rl.ScoreShaping;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The README's Java trains, and its Maven coordinates are the build's. */
class ReadmeTest {
  @TempDir Path directory;

  @Test
  void theLibraryExampleTrainsAndExportsAPolicy() throws IOException {
    TinyTask task = TinyTask.write(directory, 1);
    Path output = directory.resolve("aligned");
    AihfResult result = align(task.model(), task.demonstrations(), task.preferences(), output, 2);
    assertThat(result.iterations()).hasSize(2);
    assertThat(result.iterations().get(1).get("loss/demonstration")).isPositive();
    assertThat(result.iterations().get(1).get("objective/kl")).isFinite();
    assertThat(output.resolve("model.safetensors")).exists();
    assertThat(output.resolve("tokenizer.json")).exists();
  }

  private static AihfResult align(
      Path model, Path demonstrations, Path preferences, Path output, int iterations)
      throws IOException {
    // snippet: library
    ModelOptions trainable = ModelOptions.trainable(AdamWConfig.defaults());
    RandomStream random = RandomStream.of(1);
    try (TorchRuntime runtime = TorchRuntime.cpu(2);
        Tokenizer tokenizer = Tokenizer.load(model);
        CausalLm lm = CausalLm.load(runtime, model, trainable);
        CausalLm reference = lm.frozenCopy();
        SequenceClassifier head =
            SequenceClassifier.fromBackbone(lm, random.split("head"), trainable)) {
      DataSection files = DataSection.of(demonstrations, preferences);
      TrainingData data = TrainingData.load(files, tokenizer, lm.config().maxPositions());
      PolicyConfig config =
          new PolicyConfig(
              new PolicyGradient.Comparison(GroupAdvantage.RLOO, 4), // 4 answers per prompt
              8, // prompts per update
              GenerationConfig.sampling(32, Set.copyOf(tokenizer.stopIds())),
              KlPenalty.fixed(0.1),
              new ScoreShaping(10, 1), // clip, penalty of an answer that does not end
              LossAggregation.SEQUENCE_MEAN_TOKEN_SUM,
              LearningRateSchedule.constant(1e-5));
      LmPolicy policy = new LmPolicy(lm, reference, tokenizer, data.prompts(), config, random);
      LmRewardModel reward =
          new LmRewardModel(head, tokenizer, tokenizer, LearningRateSchedule.constant(1e-5));
      Aihf<Completion> aihf =
          Aihf.builder(policy, reward)
              .config(new AihfConfig(iterations, 4, 2, JointObjective.logistic(1), 8, 16, 1))
              .demonstrations(data.demonstrations())
              .preferences(data.preferences())
              .build();
      AihfResult result = aihf.run();
      lm.save(output); // Hugging Face layout
      tokenizer.copyTo(output);
      return result;
    }
    // end
  }

  @Test
  void mavenCoordinatesAreTheBuilds() throws Exception {
    Element build = xml(DocumentationFiles.read("pom.xml"));
    String version = child(build, "version");
    List<String> modules = new ArrayList<>();
    NodeList names = build.getElementsByTagName("module");
    for (int i = 0; i < names.getLength(); i++) {
      modules.add(names.item(i).getTextContent());
    }
    String section = DocumentationFiles.section("README.md", "maven");
    Element snippet = xml("<root>" + section.replace("```xml", "").replace("```", "") + "</root>");
    NodeList dependencies = snippet.getElementsByTagName("dependency");
    assertThat(dependencies.getLength()).isPositive();
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      if (child(dependency, "groupId").equals("org.aihf")) {
        assertThat(modules).contains(child(dependency, "artifactId"));
        assertThat(child(dependency, "version")).isEqualTo(version);
      } else {
        assertThat(child(dependency, "artifactId")).isEqualTo("pytorch-native-cpu");
        assertThat(child(dependency, "version")).isEqualTo(child(build, "pytorch.version"));
      }
    }
    assertThat(DocumentationFiles.read("README.md"))
        .contains("`" + child(build, "pytorch.classifier") + "`");
  }

  private static String child(Element element, String name) {
    return element.getElementsByTagName(name).item(0).getTextContent();
  }

  private static Element xml(String text) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(text)));
    return document.getDocumentElement();
  }
}

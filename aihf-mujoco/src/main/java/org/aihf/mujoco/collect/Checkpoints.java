package org.aihf.mujoco.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aihf.mujoco.data.Actor;
import org.aihf.mujoco.data.EpisodeCollector;
import org.aihf.mujoco.env.Environment;
import org.aihf.random.RandomStream;

/** Rolls checkpoints out. */
public final class Checkpoints {
  private Checkpoints() {}

  /**
   * Whole episodes of each checkpoint, until they have so many transitions (the paper: 30k).
   *
   * @param actors by name, in the order of training
   * @param random each checkpoint has its own part of it, by name
   */
  public static List<CheckpointData> rollOut(
      Environment environment, Map<String, Actor> actors, long transitions, RandomStream random) {
    List<CheckpointData> data = new ArrayList<>();
    actors.forEach(
        (name, actor) ->
            data.add(
                new CheckpointData(
                    name,
                    new EpisodeCollector(environment, actor, random.split(name))
                        .transitions(transitions))));
    return data;
  }
}

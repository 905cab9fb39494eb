/* What './aihf bench mujoco' measures itself against: the same model, actions and resets in a loop of C.
   Needs no header of MuJoCo: the state goes through its state functions, or for 2.2.2, which has none, by offsets.

   stepping LIBRARY MODEL.xml FRAME_SKIP EPISODE STEPS -> {"steps_per_s": ..., "qpos_sum": ...} */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TIME = 1, QPOS = 2, QVEL = 4, DATA_QPOS = 40376, DATA_QVEL = 40384, DATA_CTRL = 40408 };

static void *library;

static void *function(const char *name) {
  void *address = dlsym(library, name);
  if (!address) {
    fprintf(stderr, "%s\n", dlerror());
    exit(1);
  }
  return address;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

static double *pointer_at(char *data, int offset) { return *(double **)(data + offset); }

int main(int argc, char **argv) {
  if (argc != 6) return 1;
  int frame_skip = atoi(argv[3]), episode = atoi(argv[4]), steps = atoi(argv[5]);
  library = dlopen(argv[1], RTLD_NOW);
  if (!library) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  int version = ((int (*)(void))function("mj_version"))();
  int old = version == 222;
  int control = version < 3005000 ? 1 << 5 : 1 << 6;
  void *(*load)(const char *, const void *, char *, int) = function("mj_loadXML");
  void *(*make)(const void *) = function("mj_makeData");
  void (*reset)(const void *, void *) = function("mj_resetData");
  void (*step)(const void *, void *) = function("mj_step");
  int (*size)(const void *, int) = old ? 0 : function("mj_stateSize");
  void (*get)(const void *, const void *, double *, int) = old ? 0 : function("mj_getState");
  void (*set)(const void *, void *, const double *, int) = old ? 0 : function("mj_setState");
  char error[1000] = "";
  void *model = load(argv[2], 0, error, sizeof error);
  if (!model) {
    fprintf(stderr, "%s\n", error);
    return 1;
  }
  char *data = make(model);
  int nq = old ? ((int *)model)[0] : size(model, QPOS);
  int nv = old ? ((int *)model)[1] : size(model, QVEL);
  int nu = old ? ((int *)model)[2] : size(model, control);
  double *state = malloc((1 + nq + nv) * sizeof(double)), *action = malloc(nu * sizeof(double));
  uint64_t random = 1;
  double start = now();
  for (int t = 0; t < steps; t++) {
    if (t % episode == 0) reset(model, data);
    for (int i = 0; i < nu; i++) {
      random = random * 6364136223846793005u + 1442695040888963407u;
      action[i] = (random >> 11) * 0x1p-52 - 1;
    }
    if (old) {
      memcpy(pointer_at(data, DATA_CTRL), action, nu * sizeof(double));
    } else {
      set(model, data, action, control);
    }
    for (int i = 0; i < frame_skip; i++) step(model, data);
    if (old) {
      memcpy(state + 1, pointer_at(data, DATA_QPOS), nq * sizeof(double));
      memcpy(state + 1 + nq, pointer_at(data, DATA_QVEL), nv * sizeof(double));
    } else {
      get(model, data, state, TIME | QPOS | QVEL);
    }
  }
  double seconds = now() - start, sum = 0;
  for (int i = 0; i < nq; i++) sum += state[1 + i];
  printf("{\"steps_per_s\": %.1f, \"qpos_sum\": %.17g}\n", steps / seconds, sum);
  return 0;
}

import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;

/**
 * Fills in a form with JavaRosa, the engine inside ODK Collect, page by page as a person would.
 *
 * Arguments: the form, and a table of answers (tabs, field names first). Prints the seconds spent on answering, then one
 * line per result word with its count. Reading the form anew for each person is not timed.
 */
public final class FormRunner {
    public static void main(String[] arguments) throws Exception {
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        List<String> lines = Files.readAllLines(Path.of(arguments[1]));
        String[] fields = lines.get(0).split("\t", -1);
        Map<String, Integer> counts = new TreeMap<>();
        double seconds = 0;
        for (String line : lines.subList(1, lines.size())) {
            Map<String, String> answers = new HashMap<>();
            String[] values = line.split("\t", -1);
            for (int at = 0; at < fields.length; at++) {
                answers.put(fields[at], values[at]);
            }
            FormDef form = open(arguments[0]);
            long start = System.nanoTime();
            fill(form, answers);
            seconds += (System.nanoTime() - start) / 1e9;
            counts.merge(result(form), 1, Integer::sum);
        }
        System.out.println(seconds);
        counts.forEach((word, count) -> System.out.println(word + "\t" + count));
    }

    private static FormDef open(String path) throws Exception {
        try (InputStream stream = new FileInputStream(path)) {
            FormDef form = XFormUtils.getFormFromInputStream(stream);
            form.initialize(true, new InstanceInitializationFactory());
            return form;
        }
    }

    private static void fill(FormDef form, Map<String, String> answers) {
        FormEntryController controller = new FormEntryController(new FormEntryModel(form));
        while (controller.stepToNextEvent() != FormEntryController.EVENT_END_OF_FORM) {
            if (controller.getModel().getEvent() == FormEntryController.EVENT_QUESTION) {
                FormEntryPrompt prompt = controller.getModel().getQuestionPrompt();
                String field = prompt.getIndex().getReference().getNameLast();
                IAnswerData answer = choose(prompt, answers.get(field));
                if (answer != null) {
                    controller.answerQuestion(controller.getModel().getFormIndex(), answer, true);
                }
            }
        }
    }

    private static IAnswerData choose(FormEntryPrompt prompt, String value) {
        if (prompt.getSelectChoices() == null) {
            return null;
        }
        for (SelectChoice choice : prompt.getSelectChoices()) {
            if (choice.getValue().equals(value)) {
                return new SelectOneData(new Selection(choice));
            }
        }
        return null;
    }

    private static String result(FormDef form) {
        TreeElement found = find(form.getMainInstance().getRoot(), "result");
        IAnswerData value = found == null ? null : found.getValue();
        return value == null ? "none" : value.getDisplayText();
    }

    private static TreeElement find(TreeElement from, String name) {
        for (int at = 0; at < from.getNumChildren(); at++) {
            TreeElement child = from.getChildAt(at);
            TreeElement found = child.getName().equals(name) ? child : find(child, name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}

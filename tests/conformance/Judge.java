import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;

/**
 * Fills an XForm many times with JavaRosa, the engine inside ODK Collect, and prints what it calculates.
 *
 * Arguments: the XForm; a file of tab-separated lines, the first with the names of fields, each further one a person with one value
 * per field (empty: not answered); the names of the values to print, separated by commas. Prints one tab-separated line a person.
 */
public final class Judge {
    private final FormDef form;
    private final Map<String, TreeReference> fields = new HashMap<>();

    private Judge(String path) throws Exception {
        new JavaRosaCoreModule().registerModule();
        new XFormsModule().registerModule();
        form = XFormUtils.getFormFromFormXml(path, null);
        form.initialize(true, null);
        collect(form.getMainInstance().getRoot());
    }

    private void collect(TreeElement element) {
        fields.put(element.getName(), element.getRef());
        for (int at = 0; at < element.getNumChildren(); at++) {
            collect(element.getChildAt(at));
        }
    }

    private void answer(String field, String value) {
        TreeReference reference = fields.get(field);
        if (reference == null) {
            throw new IllegalArgumentException("The form has no field " + field);
        }
        IAnswerData data = value.isEmpty() ? null : new SelectOneData(new Selection(value));
        form.setValue(data, reference, true);
    }

    private String read(String field) {
        IAnswerData value = form.getMainInstance().resolveReference(fields.get(field)).getValue();
        return value == null ? "" : value.getDisplayText();
    }

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Judge judge = new Judge(args[0]);
        List<String> lines = Files.readAllLines(Path.of(args[1]), StandardCharsets.UTF_8);
        String[] names = lines.get(0).split("\t", -1);
        String[] before = new String[names.length];
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split("\t", -1);
            for (int at = 0; at < names.length; at++) {
                if (!values[at].equals(before[at])) {
                    judge.answer(names[at], values[at]);
                }
            }
            before = values;
            List<String> found = new ArrayList<>();
            for (String wanted : args[2].split(",")) {
                found.add(judge.read(wanted));
            }
            out.println(String.join("\t", found));
        }
        out.flush();
    }
}
